/** The states of a roll-out that has not ended and brings something, or may again. */
export const rolloutsUnderWay = ["running", "paused", "stopped"] as const;
