import * as fc from 'fast-check';
import type { GeminiSchema } from '../../src/report/gemini-schema.ts';
import type { JsonNode } from '../../src/report/model-json/node.ts';
import { readNodes } from '../../src/report/model-json/read-nodes.ts';
import { modelReportResponseSchema, parseModelReport } from '../../src/report/schema.ts';
import { modelReport } from './report-samples.ts';

const schema = modelReportResponseSchema;
const fields = Object.keys(modelReport());

/** Values that the response schema promises, made from it alone. */
function promisedBy({ type, properties = {}, items, maxItems = 20 }: GeminiSchema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'OBJECT':
      return fc.record(Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, promisedBy(each)])));
    case 'ARRAY':
      return items ? fc.array(promisedBy(items), { maxLength: maxItems }) : fc.constant([]);
    case 'STRING':
      return fc.string();
    case 'INTEGER':
      return fc.integer();
  }
}

describe('the response schema', () => {
  test('asks for every field, in a fixed order, the verdict first', () => {
    expect(schema.propertyOrdering).toEqual(fields);
    expect(schema.required).toEqual(fields);
    expect(Object.keys(schema.properties ?? {})).toEqual(fields);
  });

  test('says of every field what goes there and bounds every list', () => {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      expect(field.description).toMatch(/\w{3}/);
      if (name !== 'verdict') expect(field).toMatchObject({ type: 'ARRAY', maxItems: expect.any(Number) });
    }
  });

  test('has only members that the Gemini API knows', () => {
    const members = new Set<string>();
    JSON.stringify(schema, (key, value: unknown) => {
      if (key !== '' && !/^\d+$/.test(key)) members.add(key);
      return value;
    });
    for (const own of [...fields, 'text', 'sources']) members.delete(own);
    expect([...members].toSorted()).toEqual(
      ['description', 'items', 'maxItems', 'properties', 'propertyOrdering', 'required', 'type'].toSorted(),
    );
  });

  test('promises exactly what is read: any answer of its form is a report', () => {
    fc.assert(
      fc.property(promisedBy(schema), (answer) => {
        expect(parseModelReport(JSON.stringify(answer))).toEqual(answer);
      }),
      { numRuns: 50 },
    );
  });

  test.each(fields.filter((field) => field !== 'verdict'))('a report without %s says nothing there', (field) => {
    const { [field]: _, ...rest } = { ...modelReport() } as Record<string, unknown>;
    expect(parseModelReport(JSON.stringify(rest))).toEqual(modelReport());
  });
});

describe('reading a model answer', () => {
  const answer = modelReport({ praise: [{ text: '好吃', sources: [1] }] });

  test.each([
    ['bare', JSON.stringify(answer)],
    ['in a fence', `\`\`\`json\n${JSON.stringify(answer, null, 2)}\n\`\`\`\n`],
    ['in a fence without a language', `\`\`\`\n${JSON.stringify(answer)}\`\`\``],
    ['with more members', JSON.stringify({ ...answer, score: 5, verdict: { ...answer.verdict, mood: 'good' } })],
  ])('takes a report %s', (_, text) => {
    expect(parseModelReport(text)).toEqual(answer);
  });

  test('keeps the report when a source number is odd', () => {
    const odd = modelReport({ praise: [{ text: '好吃', sources: [1.5, -1, 1e300] }] });
    expect(parseModelReport(JSON.stringify(odd))).toEqual(odd);
  });

  test.each([
    ['nothing', ''],
    ['prose', 'Here is the report you asked for.'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an object without a member of a report', '{"score": 5}'],
  ])('refuses %s', (_, text) => {
    expect(parseModelReport(text)).toBeUndefined();
  });

  test('any JSON is read as what it says', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(4), (value, indent) => {
        const [node] = readNodes(JSON.stringify([value], null, indent));
        expect(node && valueOf(node)).toEqual(JSON.parse(JSON.stringify([value]), blanked));
      }),
    );
  });
});

/** What `true`, `false` and `null` have in common here: a report has no use for them. */
const blanked = (_: string, value: unknown) => (typeof value === 'boolean' ? null : value);

function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'text':
    case 'number':
      return node.value;
    case 'nothing':
      return null;
    case 'broken':
      return undefined;
    case 'list':
      return node.items.map(valueOf);
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, valueOf(value)]));
  }
}
