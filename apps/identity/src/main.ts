import { runUntilSignal } from "@annex/service";
import { createIdentity } from "./create-identity.ts";
import { env } from "./env.ts";

const { HOST, PORT, ISSUER, OPERATOR_DATABASE_URL, ANNEX_MASTER_KEY } = env;
const identity = await createIdentity({
  issuer: ISSUER,
  operatorUrl: OPERATOR_DATABASE_URL,
  masterKey: ANNEX_MASTER_KEY,
});
identity.server.listen(PORT, HOST);
runUntilSignal(identity.close);
