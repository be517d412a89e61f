/** What the tests use of a package that ships no types: the JSON Schemas (draft 06) of HAR 1.2, by name. */
declare module 'har-schema' {
  const schemas: { readonly [name: string]: { readonly $id: string } };
  export default schemas;
}
