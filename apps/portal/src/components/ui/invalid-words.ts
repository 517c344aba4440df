type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function isControl(target: EventTarget): target is Control {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}

const examples = new Map([
  ["email", "Write an e-mail address, such as ada@example.com."],
  ["url", "Write an address, such as https://example.com/."],
]);

function bound(control: Control, name: "min" | "max" | "minLength" | "maxLength"): string {
  return control.getAttribute(name) ?? "";
}

/** What is wrong with a control that the browser would not send, in our own words and not in a bubble of the browser's. */
export function invalidWords(control: Control): string {
  const { validity, type } = control;
  if (validity.valueMissing) return type === "file" ? "Choose a file." : "Fill this in.";
  if (validity.badInput) return "Write a number.";
  if (validity.rangeUnderflow) return `At least ${bound(control, "min")}.`;
  if (validity.rangeOverflow) return `At most ${bound(control, "max")}.`;
  if (validity.stepMismatch) return "Write a whole number.";
  if (validity.tooShort) return `At least ${bound(control, "minLength")} characters.`;
  if (validity.tooLong) return `At most ${bound(control, "maxLength")} characters.`;
  return examples.get(type) ?? control.validationMessage;
}
