/** What the tests use of two packages. */
declare module 'xmllint-wasm' {
  interface XmlFile {
    readonly fileName: string;
    readonly contents: string;
  }
  export function validateXML(options: { readonly xml: readonly XmlFile[]; readonly schema: readonly XmlFile[] }): Promise<{
    readonly valid: boolean;
    readonly errors: readonly { readonly message: string }[];
  }>;
}

declare module 'tap-parser' {
  interface TestPoint {
    readonly ok: boolean;
    readonly id: number;
    readonly name: string;
    readonly skip?: string | boolean;
    readonly todo?: string | boolean;
    readonly diag: { readonly [name: string]: unknown } | null;
  }
  interface FinalResults {
    readonly ok: boolean;
    readonly count: number;
    readonly fail: number;
    readonly skip: number;
    readonly todo: number;
    readonly failures: readonly unknown[];
  }
  export class Parser {
    static parse(text: string, options?: { readonly strict?: boolean }): readonly (readonly [event: string, value: unknown])[];
    constructor(options: { readonly strict?: boolean }, onComplete: (results: FinalResults) => void);
    on(event: 'assert', listener: (point: TestPoint) => void): this;
    end(text: string): void;
  }
}
