import NextAuth from "next-auth";
import { z } from "zod";
import { readSignInError } from "@/format/sign-in-error";
import { authOptions, browserOf } from "@/server/auth-options";

type Context = { params: Promise<{ nextauth: string[] }> };

const answerSchema = z.object({ url: z.url() });

const statuses: Readonly<Record<string, number>> = { limit_exceeded: 429, unavailable: 503 };

/** next-auth answers every refusal with 401; too many tries are 429, a database that is away is 503, and both say when to try again. */
async function withRetryAfter(response: Response): Promise<Response> {
  if (response.status !== 401) return response;
  const answer = answerSchema.safeParse(
    await response
      .clone()
      .json()
      .catch(() => null),
  );
  const error = answer.success ? new URL(answer.data.url).searchParams.get("error") : null;
  const { code, seconds } = readSignInError(error ?? "");
  const status = statuses[code];
  if (status === undefined || seconds === null) return response;
  const headers = new Headers(response.headers);
  headers.set("retry-after", String(seconds));
  return new Response(response.body, { status, headers });
}

const handler = async (request: Request, context: Context) =>
  withRetryAfter(await NextAuth(authOptions(browserOf(request.headers)))(request, context));

export { handler as GET, handler as POST };
