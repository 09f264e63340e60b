/** What the server tells about presets and finished files. */

export interface Rules {
  readonly width: number;
  readonly height: number;
  readonly sizing: "" | "exact" | "one side";
  readonly formats: readonly Format[];
  readonly max_bytes: number;
  readonly alpha: boolean;
  readonly margin: number;
  readonly outline: number;
  readonly outline_colour: string;
  readonly fill: number;
  readonly white: boolean;
  readonly detail: boolean;
  readonly source: string;
  readonly checked_on: string;
}

export interface Preset {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly group_title: string;
  readonly purpose: string;
  /** As in a transform URL. */
  readonly options: string;
  /** Bounds both sides, px; 0: full size. */
  readonly longest: number;
  readonly rules: Rules;
}

export type Format = "png" | "jpeg" | "webp" | "avif";

export interface Check {
  readonly name: string;
  readonly title: string;
  readonly verdict: "pass" | "warn" | "fail";
  readonly value: string;
  readonly rule: string;
  readonly remedy: string;
}

export interface Encoding {
  readonly format: Format;
  readonly quality: number;
  readonly lossless: boolean;
  readonly tries: number;
  readonly limit: number;
  readonly alpha_quality: number;
  readonly scale: number;
  readonly colours: number;
}

/** A finished file: what is shown is what is downloaded. */
export interface Made {
  readonly key: string;
  readonly url: string;
  readonly download: string;
  readonly file_name: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly content_type: string;
  readonly warnings: readonly string[];
  /** Which model saw what, with its quality. */
  readonly engines: Readonly<Record<string, string>>;
  readonly encoding: Encoding | null;
  readonly checks: readonly Check[];
}

export interface Progress {
  readonly stage: "waiting" | "looking" | "drawing";
  readonly place: number | null;
  readonly seconds: number | null;
}
