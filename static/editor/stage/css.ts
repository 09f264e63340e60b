/** Sizes for `style`: numbers get no unit by themselves. */

export function px(value: number): string {
  return `${value}px`;
}

export function sized(width: number, height: number): { width: string; height: string } {
  return { width: px(width), height: px(height) };
}
