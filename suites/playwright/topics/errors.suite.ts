import { testTopic } from '../test.ts';

testTopic('errors');
