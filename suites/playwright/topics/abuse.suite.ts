import { testTopic } from '../test.ts';

testTopic('abuse');
