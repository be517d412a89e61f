import { testTopic } from '../test.ts';

testTopic('transport');
