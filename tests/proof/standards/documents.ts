export { weather } from '../../../cli/prove/documents/weather.ts';
