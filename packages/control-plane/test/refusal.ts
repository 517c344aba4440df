import { AppError } from "@annex/contract";

/** The code of a refusal and the first place that it names; undefined where nothing was refused. */
export async function refusal(act: Promise<unknown>) {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, path: error.errors?.[0]?.path };
    throw error;
  }
}
