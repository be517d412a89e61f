import { testTopic } from '../test.ts';

testTopic('jwt');
