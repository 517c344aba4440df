import type { AppError } from "@annex/contract";

/** The tests of a release must not start now: another try in a moment changes nothing of it. */
export class TestsStopped extends Error {
  readonly refusal: AppError;

  constructor(refusal: AppError) {
    super(refusal.message, { cause: refusal });
    this.name = "TestsStopped";
    this.refusal = refusal;
  }
}
