import { testTopic } from '../test.ts';

testTopic('whoami');
