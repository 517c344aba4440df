import NextAuth from "next-auth";
import { z } from "zod";
import { authOptions, browserOf } from "@/server/auth-options";

type Context = { params: Promise<{ nextauth: string[] }> };

const answerSchema = z.object({ url: z.url() });

/** next-auth answers every refusal with 401; one for too many tries is 429 and says when to try again. */
async function withRetryAfter(response: Response): Promise<Response> {
  if (response.status !== 401) return response;
  const answer = answerSchema.safeParse(
    await response
      .clone()
      .json()
      .catch(() => null),
  );
  const error = answer.success ? new URL(answer.data.url).searchParams.get("error") : null;
  const [, seconds] = /^limit_exceeded:(\d+)$/.exec(error ?? "") ?? [];
  if (seconds === undefined) return response;
  const headers = new Headers(response.headers);
  headers.set("retry-after", seconds);
  return new Response(response.body, { status: 429, headers });
}

const handler = async (request: Request, context: Context) =>
  withRetryAfter(await NextAuth(authOptions(browserOf(request.headers)))(request, context));

export { handler as GET, handler as POST };
