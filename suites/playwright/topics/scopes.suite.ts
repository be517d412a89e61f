import { testTopic } from '../test.ts';

testTopic('scopes');
