/**
 * What one question may cost, in steps: statements that run and expressions that are evaluated (some eight for each statement), and more where large values are put
 * together. What costs more is unknown, and said to be. Steps are counted and never timed, so that an answer is the same on every machine.
 */
export const FUEL = {
  /** A request to an entry point. */
  entry: 600_000,
  /** What procedures get with a request. */
  context: 800_000,
  /** A folder of modules that are mounted on a router. */
  folder: 400_000,
  /** A module that runs, and the entries that its exports are. */
  module: 160_000,
  /** A function that nothing is known to call. */
  alone: 60_000,
  /** A value of a module. All entries share it, so none of them pays for it. */
  value: 160_000,
  /** A function that may set up a server. */
  setup: 40_000,
} as const;

/** How many calls, one in the other, are followed where the fuel is not enough for all of them. A check stands near the door; what it protects may be anywhere. */
export const NEARER = [12, 6] as const;
