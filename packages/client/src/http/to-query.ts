export type QueryValue = string | number | boolean | undefined | readonly (string | number)[];

/** Joins the given values into a query string; what is undefined or empty is left out, lists get commas. */
export const toQuery = (values: Readonly<Record<string, QueryValue>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
    if (text !== '') query.set(name, text);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};
