import { deniedSystemCalls, firstUnknownSystemCall, judgedSystemCalls } from "./system-call-numbers.ts";

/** One classic BPF instruction: `struct sock_filter` of <linux/filter.h>. */
type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, value: number];

const LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
const JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const JUMP_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const JUMP_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const RETURN = 0x06; // BPF_RET | BPF_K

// Offsets in `struct seccomp_data`; arguments are 64 bits wide, the low half comes first on little-endian machines.
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number) => 16 + 8 * index;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const refuse = (errno: number) => 0x00050000 | errno;
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
const NEW_NAMESPACE = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;
const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const IPPROTO_TCP = 6;
const IPPROTO_UDP = 17;
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;

const architectures = {
  x64: { audit: 0xc000003e, column: 0 },
  arm64: { audit: 0xc00000b7, column: 1 },
} as const;

/** True where `seccompFilter` knows the machine's system call numbers. */
export function seccompSupported(arch: string = process.arch): arch is keyof typeof architectures {
  return arch === "x64" || arch === "arm64";
}

/**
 * The filter of every sandbox as the bytes that `bwrap --seccomp` reads: kernel attack surface that no function
 * needs answers EPERM, new namespaces and raw or exotic sockets are refused, a foreign architecture is killed.
 */
export function seccompFilter(arch: keyof typeof architectures): Buffer {
  const { audit, column } = architectures[arch];
  return encode([
    [LOAD, 0, 0, ARCHITECTURE],
    [JUMP_EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD, 0, 0, NUMBER],
    // A list can hold only what was known when it was written. Also, x32 has other numbers for the same functions.
    [JUMP_AT_LEAST, 0, 1, firstUnknownSystemCall],
    returning(refuse(ENOSYS)),
    ...Object.values(deniedSystemCalls).flatMap((numbers) => whenNumber(numbers[column], [returning(refuse(EPERM))])),
    // clone3 keeps its flags behind a pointer that BPF cannot follow; libc falls back to clone on ENOSYS.
    ...whenNumber(judgedSystemCalls.clone3[column], [returning(refuse(ENOSYS))]),
    ...whenNumber(judgedSystemCalls.clone[column], [
      [LOAD, 0, 0, argument(0)],
      [JUMP_ANY_BIT, 0, 1, NEW_NAMESPACE],
      returning(refuse(EPERM)),
      returning(ALLOW),
    ]),
    ...whenNumber(judgedSystemCalls.ioctl[column], [
      [LOAD, 0, 0, argument(1)],
      [JUMP_EQUAL, 1, 0, TIOCSTI],
      [JUMP_EQUAL, 0, 1, TIOCLINUX],
      returning(refuse(EPERM)),
      returning(ALLOW),
    ]),
    ...whenNumber(judgedSystemCalls.socket[column], socketRules()),
    returning(ALLOW),
  ]);
}

/** Stream and datagram sockets of UNIX, TCP and UDP, and the netlink that lists interfaces; nothing else. */
function socketRules(): Instruction[] {
  return [
    [LOAD, 0, 0, argument(0)],
    [JUMP_EQUAL, 10, 0, AF_UNIX],
    [JUMP_EQUAL, 5, 0, AF_INET],
    [JUMP_EQUAL, 4, 0, AF_INET6],
    [JUMP_EQUAL, 1, 0, AF_NETLINK],
    returning(refuse(EAFNOSUPPORT)),
    [LOAD, 0, 0, argument(2)],
    [JUMP_EQUAL, 8, 9, 0], // NETLINK_ROUTE
    // Of the families of IP: TCP and UDP only, named or by default.
    [LOAD, 0, 0, argument(2)],
    [JUMP_EQUAL, 2, 0, 0],
    [JUMP_EQUAL, 1, 0, IPPROTO_TCP],
    [JUMP_EQUAL, 0, 5, IPPROTO_UDP],
    [LOAD, 0, 0, argument(1)],
    [AND, 0, 0, 0xf],
    [JUMP_EQUAL, 1, 0, SOCK_STREAM],
    [JUMP_EQUAL, 0, 1, SOCK_DGRAM],
    returning(ALLOW),
    returning(refuse(EPERM)),
  ];
}

const returning = (value: number): Instruction => [RETURN, 0, 0, value];

function whenNumber(number: number | null, body: readonly Instruction[]): Instruction[] {
  return number === null ? [] : [[JUMP_EQUAL, 0, body.length, number], ...body];
}

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, jumpTrue, jumpFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  });
  return bytes;
}
