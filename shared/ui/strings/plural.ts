/** The forms a language needs; `other` stands in where one is missing. English has one and other, Russian all but zero. */
export interface PluralForms {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** Chooses by the rules of `locale` and puts the number in front: `3 messages`. */
export const pluralIn = (locale: string) => {
  const rules = new Intl.PluralRules(locale);
  return (count: number, forms: PluralForms): string => {
    const category = rules.select(count);
    const form = category === 'one' || category === 'few' || category === 'many' ? forms[category] : undefined;
    return `${count} ${form ?? forms.other}`;
  };
};
