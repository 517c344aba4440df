/**
 * What Lambda takes of a function's or a layer's code, in bytes: the zip as it is sent, and a function's unpacked together
 * with its layers. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const lambdaCode = { zipBytes: 52_428_800, unpackedBytes: 262_144_000 } as const;
