/** How the older protocols (query, and what is compatible with it) call the faults of a signature. */
const names: Readonly<Record<string, string>> = {
  InvalidSignatureException: "SignatureDoesNotMatch",
  UnrecognizedClientException: "InvalidClientTokenId",
  ExpiredTokenException: "ExpiredToken",
  IncompleteSignatureException: "IncompleteSignature",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  AccessDeniedException: "AccessDenied",
  ServiceException: "InternalFailure",
};

export const queryErrorCode = (code: string) => names[code] ?? code;
