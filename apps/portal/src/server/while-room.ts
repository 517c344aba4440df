import { AppError } from "@annex/contract";

/** A zip of 50 MB takes several times that while it is checked and stored. */
const most = { ofOne: 2, ofAll: 8 } as const;

const underWay = new Map<string, number>();

function refuse(message: string): never {
  throw new AppError("limit_exceeded", message, { retryAfterSeconds: 5 });
}

/**
 * Takes a zip while there is room for it in this process, before its body is read: a tenant's many, or one after another
 * that comes slowly, would take the memory of all.
 * @throws AppError `limit_exceeded`.
 */
export async function whileRoom<T>(whose: string, take: () => Promise<T>): Promise<T> {
  const own = underWay.get(whose) ?? 0;
  const all = [...underWay.values()].reduce((sum, each) => sum + each, 0);
  if (own >= most.ofOne) refuse("Two zips of yours are on their way already. Upload this one when they have arrived.");
  if (all >= most.ofAll) refuse("Many zips are on their way at the moment. Upload this one again in a few seconds.");
  underWay.set(whose, own + 1);
  try {
    return await take();
  } finally {
    const left = (underWay.get(whose) ?? 1) - 1;
    if (left > 0) underWay.set(whose, left);
    else underWay.delete(whose);
  }
}
