/** Time as scenarios see it. The proof has one in which waiting costs nothing. */
export interface World {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** The same for a wait that nothing depends on: it keeps no process alive. */
  linger(milliseconds: number): Promise<void>;
}

/** The time of this machine. */
export const realWorld: World = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  linger: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref()),
};
