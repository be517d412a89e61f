// The tests of the example, as a reader would run them.
import '../../examples/clients/sdk.test.ts';
