import { testTopic } from '../test.ts';

testTopic('http');
