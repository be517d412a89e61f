import { testTopic } from '../test.ts';

testTopic('envelope');
