/** A CloudFormation value: JSON with intrinsic functions in it. */
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: "Retain" | "Delete";
  readonly Properties: Readonly<Record<string, Value>>;
}

/** The parts of a CloudFormation template that this one uses. */
export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Parameters: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  readonly Conditions: Readonly<Record<string, Value>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Description: string; readonly Value: Value }>>;
}

export const ref = (name: string): Value => ({ Ref: name });
export const attribute = (resource: string, name: string): Value => ({ "Fn::GetAtt": [resource, name] });
export const sub = (text: string): Value => ({ "Fn::Sub": text });
export const tags: Value = [{ Key: "managed-by", Value: "annex" }];
