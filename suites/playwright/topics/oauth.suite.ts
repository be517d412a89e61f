import { testTopic } from '../test.ts';

testTopic('grants');
