import { en } from './en/index.ts';

type Translatable<Value> = Value extends string
  ? string
  : Value extends (...values: infer Values) => infer Text
    ? (...values: Values) => Translatable<Text>
    : { readonly [Name in keyof Value]: Translatable<Value[Name]> };

/** Every word the console shows. A second language is a second object of this type. */
export type Messages = Translatable<typeof en>;

export const t: Messages = en;
