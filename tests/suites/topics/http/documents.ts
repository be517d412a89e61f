export { depositBoxes } from '../../../../cli/prove/documents/deposit-boxes.ts';
