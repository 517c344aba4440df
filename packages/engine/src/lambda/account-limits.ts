/** Lambda's default limits of an account, which the engine keeps and `GetAccountSettings` tells. */
export const accountConcurrency = 1000;
export const totalCodeBytes = 322_122_547_200;
