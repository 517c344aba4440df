/** Why a sign-in was refused, as next-auth carries it: `limit_exceeded:90` is a code and the seconds to wait. */
export interface SignInError {
  readonly code: string;
  readonly seconds: number | null;
}

export function readSignInError(error: string): SignInError {
  const [, code = error, seconds] = /^(\w+):(\d+)$/.exec(error) ?? [];
  return { code, seconds: seconds === undefined ? null : Number(seconds) };
}
