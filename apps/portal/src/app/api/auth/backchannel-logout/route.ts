export { endAtProvider as POST } from "@/server/end-at-provider";
