import { createOperatorTokenSchema, operatorScopeSchema } from "@annex/contract";
import { createOperatorToken } from "@annex/control-plane";
import { createDb, type Db } from "@annex/db";
import { env } from "../env.ts";
import { operatorUrl } from "../operator-url.ts";
import { PlainError } from "../terminal.ts";

const usage = `Usage: annex tokens create NAME SCOPE..., of the scopes ${operatorScopeSchema.options.join(", ")}`;

/** Whose the token is: `ANNEX_OPERATOR`, or the only operator. @throws PlainError where that names nobody, or many. */
async function operatorEmail(db: Db): Promise<string> {
  const rows = await db.operator.user.findMany({ where: { isOperator: true }, select: { email: true }, take: 20 });
  const emails = rows.map(({ email }) => email);
  const [first, ...others] = emails.filter((email) => env.ANNEX_OPERATOR === undefined || email === env.ANNEX_OPERATOR);
  if (first !== undefined && others.length === 0) return first;
  throw new PlainError(
    `Set ANNEX_OPERATOR to the operator whose token it will be: ${emails.join(", ") || "none yet"}.`,
  );
}

/** `annex tokens create NAME SCOPE...`: makes an operator's access token, good for 90 days, and prints it and nothing else. */
export async function createToken([name, ...scopes]: readonly string[]): Promise<void> {
  const wanted = createOperatorTokenSchema.safeParse({ name, scopes });
  if (!wanted.success) throw new PlainError(usage);
  const url = operatorUrl();
  const db = createDb({ appUrl: url, operatorUrl: url, poolSize: 1 });
  try {
    const principal = { actor: `user:${await operatorEmail(db)}` };
    const { token } = await createOperatorToken({ db, principal }, wanted.data);
    process.stdout.write(`${token}\n`);
  } finally {
    await db.close();
  }
}
