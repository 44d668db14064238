/** A JSON Schema, as far as those of docs/ go. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * Whether a value certainly fits a schema. False also where only a full implementation could say yes.
 */
export function fits(value: unknown, schema: Schema): boolean {
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return either.some((each) => fits(value, each));
  if (schema.const !== undefined) return value === schema.const;
  if (schema.enum !== undefined) return schema.enum.includes(value);
  switch (schema.type) {
    case 'integer':
      return Number.isSafeInteger(value) && isWithin(value as number, schema.minimum, schema.maximum);
    case 'number':
      return Number.isFinite(value) && isWithin(value as number, schema.minimum, schema.maximum);
    case 'string':
      return typeof value === 'string' && textFits(value, schema);
    case 'array':
      return Array.isArray(value) && listFits(value, schema);
    case 'object':
      return isObject(value) && fieldsFit(value, schema);
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    default:
      return false;
  }
}

function isWithin(number: number, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): boolean {
  return number >= min && number <= max;
}

/** A text of so many units has as many characters at most, and one at least. */
function textFits(text: string, { minLength = 0, maxLength, pattern }: Schema): boolean {
  return (
    minLength <= 1 &&
    isWithin(text.length, minLength, maxLength) &&
    (pattern === undefined || new RegExp(pattern).test(text))
  );
}

function listFits(
  list: readonly unknown[],
  { items, prefixItems = [], minItems, maxItems }: Schema,
): boolean {
  if (!isWithin(list.length, Math.max(minItems ?? 0, prefixItems.length), maxItems)) return false;
  return list.every((entry, index) => {
    const schema = prefixItems[index] ?? items;
    return schema !== undefined && schema !== false && fits(entry, schema);
  });
}

/** Other fields than those of the schema never fit. */
function fieldsFit(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [] }: Schema,
): boolean {
  return (
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.keys(value).every(
      (name) => Object.hasOwn(properties, name) && fits(value[name], properties[name] as Schema),
    )
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
