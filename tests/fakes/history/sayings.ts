/** Text that looks like talk: common words often, rare ones seldom, one in three messages in Russian. Always the same. */
const ENGLISH =
  'the and you that was for are with his they have this from one had word but not what all were when your can said there use each which she how their will other about out many then them these some her would make like him into time has look two more write see number way could people than first water been call who oil its now find long down day did get come made may part over new sound take only little work know place year live back give most very after thing our just name good sentence man think say great where help through much before line right too mean old any same tell boy follow came want show also around form three small set put end does another well large must big even such because turn here why ask went men read need land different home move try kind hand picture again change off play spell air away animal house point page letter mother answer found study still learn should world café crème naïve résumé';
const RUSSIAN =
  'и в не на я быть он с что а по это она этот к но они мы весь который из у то за свой что весь год от так о для ты же все тот мочь вы человек такой его сказать только или ещё бы себя один как уже до время если сам когда другой вот говорить наш мой знать стать при чтобы дело жизнь кто первый очень два день её новый рука даже во со раз где там под можно ну какой после их работа без самый потом надо хотеть ли слово идти большой должен место иметь ничто ёлка ёжик приехать вчера сегодня завтра утро вечер дом';

/** Of every thousandth message alone, and of one. */
export const SELDOM = 'Zeppelin';
export const ONCE = 'Чебурашка';

const random = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

export const createSayings = (): ((n: number) => string) => {
  const chance = random(7);
  const [english, russian] = [ENGLISH.split(' '), RUSSIAN.split(' ')];
  // Names, numbers and slips of the keyboard: most different words of a history are rare.
  const rare = (): string => Math.floor(chance() * 30_000).toString(36);
  return (n) => {
    const words = n % 3 === 0 ? russian : english;
    const said = Array.from({ length: 2 + Math.floor(chance() * 11) }, () =>
      chance() < 0.12 ? `x${rare()}` : (words[Math.floor(words.length * chance() ** 2)] ?? ''),
    );
    if (n % 1_000 === 500) said.push(SELDOM);
    if (n === 1_234) said.push(ONCE);
    return said.join(' ');
  };
};
