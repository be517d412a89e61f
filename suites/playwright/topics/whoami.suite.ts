import { testTopic } from '../test.ts';

testTopic('selftest');
