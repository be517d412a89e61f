import { testTopic } from '../test.ts';

testTopic('credentials');
