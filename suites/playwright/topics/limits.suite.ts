import { testTopic } from '../test.ts';

testTopic('limits');
