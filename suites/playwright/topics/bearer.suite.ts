import { testTopic } from '../test.ts';

testTopic('bearer');
