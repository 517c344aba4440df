/** The states of a deployment that has not ended. */
export const underway = ["queued", "building", "publishing", "shifting"] as const;
