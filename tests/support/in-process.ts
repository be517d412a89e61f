export * from '../../cli/prove/in-process.ts';
