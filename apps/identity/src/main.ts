import { runUntilSignal } from "@annex/service";
import { createIdentity } from "./create-identity.ts";
import { env } from "./env.ts";

const { HOST, PORT, ISSUER, OPERATOR_DATABASE_URL, ANNEX_MASTER_KEY, SIGNING_KEY_DAYS, TRUSTED_PROXIES } = env;
const identity = await createIdentity({
  issuer: ISSUER,
  operatorUrl: OPERATOR_DATABASE_URL,
  masterKey: ANNEX_MASTER_KEY,
  rotateAfterMs: SIGNING_KEY_DAYS * 86_400_000,
  trustedProxies: TRUSTED_PROXIES,
});
identity.server.listen(PORT, HOST);
runUntilSignal(identity.close);
