import { FunctionFlag } from "../function-flag";

/** The setting that a deployment runs all tests first and fails where one does. */
export function TestGate() {
  return (
    <FunctionFlag
      flag="requiresPassingTests"
      label="Deploy only when all tests pass"
      hint="Each deployment runs every test event first."
    />
  );
}
