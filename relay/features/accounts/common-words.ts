/**
 * What most passwords are made of: the stems that occur most often, with digits and signs around them, among the million
 * commonest of those that leaked (10_million_password_list, M. Burnett), and what is a word or two and long enough as it
 * is. Some are Russian words as they are typed on Latin keys.
 */
export const WORDS: readonly string[] = `
access accessories adidas admin administrator albert aleksandrova alexander alexandra alexandrovich alexandrovna
alexey alpha amanda amber amsterdam andrea andrei andrew andrey angel anton apple april architecture arsenal artem
ashley august austin avrillavigne azerty banana bangladesh barcelona baseball batman beautiful bigdog billy birmingham
black blade blink blue bobby bonjour boston brandon brian bubba businessman buster camaro cameron carlos casper
championship changeme charlie cheese cheeseburger cheesecake chelsea chesterfield chicagobulls chicken chocolate
chouchou chris christopher civilization cjkysirj cobra coffee commonwealth communication computer congratulations
constantine constitution construction contrasena cookie corvette cosmopolitan counterstrike cowboy crazy daddy dakota
dallas daniel dasha david death default delta demon denis diablo diana dima dolphin doudou dragon dragonslayer eagle
edward edwardcullen electronics elena elephant elvis emily eminem encyclopedia engineering entertainment eric
everlasting falcon family fender ferrari finalfantasy flower flvbybcnhfnjh football forever forevermore foreveryoung
frank frankenstein freedom fuck fuckyou fussball gandalf garfield generation george gfhjkm ghbdtn ghjcnj ghost giants
ginger gold golf google grandfather grandmother greenlantern guest guitar hakunamatata hammer handkerchief hannah
happy harley heart heartbreaker hello hockey homer honda hunter iceman iloveyou independence independent ingodwetrust
intelligence international internazionale internet intervention irina iseedeadpeople ivan jackson jacob james
jamesbond jasmine jason jennifer jeremy jessica jesus jesuschrist jesuslovesme john johnny jonathan jordan joseph
joshua julia june junior justin justinbieber katya kevin killer king kitty lakers laura leavemealone legend letmein
linda liverpool liverpoolfc login london lorena lost louisvuitton love lovely lover lucky lucy madrid maggie magic
manchester manchesterunited marie marina marine mario mark marlboro martin massachusetts master matrix matthew
maverick maxim mediterranean mercedes merlin metallica michael michaeljackson michelangelo michelle mickey mike miller
minecraft misha mississippi molly money monkey monster morgan mortalkombat motdepasse motherfucker mountain murphy
music mustang mypassword naruto nastya natasha nathan necronomicon needforspeed newpassword nicole nightcrawler
nightmare nikita ninja nokia oleg olga oliver opensesame openthedoor orange oscar pamela panther papa passion passw0rd
password passwort patrick paul peace peanut peanutbutter pepper perfectworld performance peter philadelphia phoenix
photography playstation pokemon porsche power powerlifting powerrangers prince princess professional programmer
punksnotdead purple qwertz rabbit rachel ranger raven rebecca registration residentevil resurrection revolution
rhbcnbyf richard robert rockandroll rocky roman root runescape ruslan russia samantha samsung sanandreas sandra
sanfrancisco sarah satisfaction scandinavia scandinavian schatz scooter scott secret sergei sergey shadow
showmethemoney silmarillion silver silversurfer simon skateboard skateboarding slava slayer sleepyhollow slipknot
snoopy snowboard snowboarding soccer soleil sommer sonyericsson spider spiderman spike splintercell star starwars
steelers steven stratocaster stupid summer sunshine super superman supernatural superstar sveta system systemofadown
tanya taylor technology tennis test thankyou thecakeisalie thomas thunder ticketmaster tiger tigger tincan toyota
transformers trouble trustno1 turbo tyler unbelievable underground undertaker unitedkingdom unitedstates universal
unknown user vampire vfhbyf victor victoria viktor vitaly vlad vladimir vladimirovich vladimirovna vodka vova warcraft
warhammer warrior washington weihnachten welcome westminster whatever whosyourdaddy william williamson wilson windows
winner winter wizard wolf wonderful woody yamaha yankees yellow yfnfif zebra zorro любовь москва пароль привет россия
солнышко
`
  .trim()
  .split(/\s+/)
  .toSorted((one, other) => other.length - one.length);
