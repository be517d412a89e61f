// How the clients wait: on the timer, or with WAIT=announced by saying for how long and going on with the next line of standard input.
const onTimer = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const announced = (milliseconds) =>
  new Promise((resolve) => {
    process.stdin.ref().once('data', () => {
      process.stdin.unref();
      resolve();
    });
    console.log(`waiting ${milliseconds}`);
  });

export const wait = process.env.WAIT === 'announced' ? announced : onTimer;
