import { testTopic } from '../test.ts';

testTopic('address');
