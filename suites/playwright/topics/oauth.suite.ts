import { testTopic } from '../test.ts';

testTopic('oauth');
