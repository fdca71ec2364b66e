// What people choose first, after the published tallies of leaked passwords, and the words these are made of: names,
// animals, teams, places, months, keys beside each other. Long passwords are mostly a few of these in a row.
export const COMMON_PASSWORDS = `
password passwort passw0rd password1 pass passwd passphrase motdepasse contrasena parola wachtwoord haslo senha salasana
losenord kennwort geheim secret topsecret letmein welcome willkommen bienvenue welkom bienvenido benvenuto login logon
signin admin administrator root toor guest user username test tester testing test123 demo default changeme change123
temp temporary qwerty qwertz azerty qwertyuiop qwertzuiop azertyuiop asdf asdfgh asdfghjkl asdfjkl zxcvbn zxcvbnm yxcvbnm
qazwsx qazwsxedc 1qaz2wsx 1q2w3e4r 1q2w3e4r5t 1q2w3e zaq12wsx qweasd qweasdzxc qwe123 asd123 zxc123 abc123 abcabc abcd
abcdef abcd1234 a1b2c3 a1b2c3d4 aa123456 q1w2e3r4 iloveyou iloveu ilovegod iloveme loveyou loveme lovely lover lovers
loveit love forever always monkey dragon master shadow sunshine princess football baseball basketball soccer hockey
superman batman spiderman ironman hulk thor avengers starwars startrek pokemon pikachu naruto goku mario luigi zelda
sonic minecraft fortnite roblox warcraft starcraft diablo halo pacman tetris playstation xbox nintendo gameboy gamer
games gaming whatever trustno1 trustme jordan23 michael jennifer hunter hunter2 killer ranger rangers buster tigger
pepper ginger cookie cookies summer winter autumn spring flower flowers purple orange yellow silver golden diamond
crystal freedom liberty america american england ireland scotland france germany deutschland espana italia brasil mexico
canada australia london paris berlin madrid barcelona roma milano torino napoli lisboa porto dublin amsterdam bruxelles
zurich geneva vienna wien munich muenchen hamburg koeln frankfurt stuttgart dresden leipzig bremen hannover newyork
boston chicago dallas houston denver phoenix seattle portland atlanta miami orlando austin detroit cleveland cincinnati
pittsburgh philadelphia baltimore washington california texas florida georgia virginia arizona colorado nevada oregon
montana dakota carolina alabama alaska hawaii brooklyn manhattan hollywood vegas lasvegas toronto montreal vancouver
sydney melbourne brisbane perth auckland tokyo kyoto osaka beijing shanghai hongkong singapore bangkok manila jakarta
delhi mumbai dubai cairo istanbul athens moscow kiev warsaw prague budapest bucharest sofia belgrade zagreb oslo
stockholm copenhagen helsinki reykjavik manchester liverpool arsenal chelsea tottenham everton leeds newcastle
sunderland astonvilla westham celtic glasgow edinburgh cardiff belfast bristol birmingham nottingham sheffield leicester
juventus inter acmilan realmadrid atletico bayern borussia dortmund schalke werder ajax feyenoord psv benfica boca
river flamengo corinthians palmeiras santos gremio steelers cowboys packers patriots broncos raiders dolphins eagles
giants redskins vikings bears lions tigers panthers falcons seahawks cardinals chargers ravens browns bengals titans
saints lakers celtics bulls knicks heat spurs warriors rockets mavericks yankees redsox dodgers cubs mets braves
phillies astros penguins blackhawks redwings canucks bruins flyers maple leafs nascar ferrari porsche mercedes bmw audi
volkswagen opel ford mustang camaro corvette chevy chevrolet chevelle dodge charger challenger viper honda civic accord
toyota corolla supra nissan skyline mazda subaru impreza mitsubishi lancer hyundai kia volvo saab renault peugeot citroen
fiat lancia alfaromeo maserati lamborghini bugatti jaguar bentley lexus infiniti cadillac lincoln buick pontiac firebird
harley harley davidson yamaha suzuki kawasaki ducati triumph vespa jeep wrangler hummer tesla truck trucks racing racer
turbo motor engine driver speed speedy rider cat cats kitty kitten kittycat dog dogs doggy doggie puppy puppies fish
fishing fisherman bird birdie horse horses pony ponies tiger lion leopard cheetah panther cougar puma bobcat lynx wolf
wolves wolfpack fox foxes foxy bear teddy teddybear panda koala kangaroo rabbit bunny bunnies hamster mouse rat squirrel
beaver badger otter skunk raccoon hedgehog deer moose elk buffalo bison cow cows bull pig piggy sheep lamb goat donkey
zebra giraffe elephant rhino hippo camel monkey1 gorilla chimp ape snake cobra python rattlesnake lizard gecko turtle
tortoise frog froggy toad dolphin whale shark seal penguin eagle hawk falcon owl raven crow robin sparrow parrot duck
ducky goose swan chicken rooster turkey peacock flamingo butterfly bee bumblebee ladybug spider scorpion dinosaur unicorn
phoenix1 pegasus griffin fairy angel angels angelo angela angelina devil demon satan heaven hell lucifer jesus jesus1
christ god godisgood jehovah allah bible faith hope grace mercy glory blessed blessing amen church prayer spirit holy
trinity matthew mark luke john peter paul james david daniel joshua andrew thomas robert william richard joseph charles
christopher anthony steven kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan
stephen larry justin scott brandon benjamin samuel gregory frank alexander alexandra raymond patrick jack jackson dennis
jerry tyler aaron jose adam nathan henry douglas zachary kyle walter harold jeremy ethan carl keith roger gerald
christian terry sean arthur austin1 noah lawrence jesse joe bryan billy jordan albert dylan bruce willie gabriel alan
juan logan wayne ralph roy eugene randy vincent russell louis philip bobby johnny bradley mary patricia linda barbara
elizabeth susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda
melissa deborah stephanie dorothy rebecca sharon laura cynthia kathleen amy shirley anna brenda pamela emma nicole helen
samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia1
victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara
madison frances kathryn janice jean abigail alice julia judy sophia denise amber doris marilyn danielle beverly isabella
theresa diana natalie brittany charlotte marie kayla alexis lori tiffany tina tammy crystal1 dawn erin courtney monica
kristen kristin erica jamie shannon stacy stacey vanessa veronica valerie wendy sabrina samanta claudia claire clara
chloe zoe zoey lily lilly lucy molly maggie daisy rose rosie poppy ruby jade jasmine violet iris ivy holly heather1 misty
autumn1 summer1 april may june july august september october november december january february march monday tuesday
wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar
maerz juni juli oktober dezember sommer herbst fruehling printemps verano invierno otono primavera estate inverno max
maxwell maximus felix oscar oliver leo leon luca lukas lucas jonas finn paul1 ben tim tom tommy jan julian moritz
philipp sebastian stefan stephan markus martin michel andreas thomas1 juergen klaus peter1 hans franz fritz karl otto
heinz werner wolfgang uwe bernd dieter manfred helmut guenter gerhard horst walter1 rolf ralf frank1 dirk joerg torsten
sabine petra monika ursula ingrid renate helga karin brigitte gisela heike andrea1 claudia1 susanne birgit martina
kerstin silke anja katja nadine nicole1 stefanie julia1 katharina sandra1 melanie jana lea lena laura1 mia lina leonie
hannah1 marie1 sophie pierre jacques philippe alain bernard jeanpierre michel1 francois nicolas julien antoine alexandre
guillaume maxime thibault camille manon chloe1 lea1 ines juliette charlotte1 isabelle nathalie sylvie valerie1 celine
aurelie emilie virginie giuseppe giovanni antonio mario1 luigi1 francesco alessandro andrea2 marco matteo lorenzo
davide stefano roberto paolo giulia chiara francesca federica sara1 martina1 valentina alessia elisa silvia carlos luis
miguel manuel javier fernando alejandro diego pablo sergio rafael pedro jorge ricardo eduardo roberto1 mariana carmen
lucia sofia1 gabriela daniela carolina1 paola adriana lorena esperanza guadalupe joao tiago bruno felipe gustavo thiago
leonardo rodrigo marcelo beatriz leticia larissa fernanda juliana camila ivan dmitri sergei vladimir natasha tatiana
olga svetlana irina anastasia ekaterina nikita sasha misha boris igor mohamed mohammed muhammad ahmed ali hassan hussein
omar yusuf ibrahim fatima aisha zainab mehmet mustafa ayse fatma krishna ganesh shiva ram sita rahul raj priya ravi
kumar singh patel sharma gupta nguyen tran linh wang li zhang chen liu yang huang zhao wu zhou kim park lee choi jung
sato suzuki1 tanaka yamamoto smith johnson williams brown jones miller davis garcia rodriguez wilson martinez anderson
taylor hernandez moore martin1 thompson white lopez gonzalez harris clark lewis robinson walker perez hall young allen
sanchez wright king scott1 green baker adams nelson hill ramirez campbell mitchell roberts carter phillips evans turner
torres parker collins edwards stewart flores morris nguyen1 murphy rivera cook rogers morgan peterson cooper reed bailey
bell gomez kelly1 howard ward cox diaz richardson wood watson brooks bennett gray james1 reyes cruz hughes price myers
long foster sanders ross morales powell sullivan russell1 ortiz jenkins gutierrez perry butler barnes fisher henderson
coleman simmons patterson jordan1 reynolds hamilton graham kim1 gonzales alexander1 ramos wallace griffin1 west cole
hayes chavez gibson bryant ellis stevens murray ford1 marshall owens mcdonald harrison ruiz kennedy wells alvarez woods
mendoza castillo olson webb washington1 tucker freeman burns henry1 vasquez snyder simpson crawford jimenez porter mason
shaw gordon wagner hunter1 romero hicks dixon hunt palmer robertson black holmes stone meyer boyd mills warren rose1 fox1
schmidt mueller schneider fischer weber becker schulz hoffmann schaefer koch bauer richter klein schroeder neumann
schwarz zimmermann braun krueger hofmann hartmann lange schmitt krause meier lehmann schulze maier koehler herrmann
walter2 mayer huber kaiser fuchs peters lang scholz weiss jung1 hahn vogel friedrich keller guenther frank2 berger
winkler roth beck lorenz baumann franke albrecht schuster simon ludwig boehm winter1 kraus schumacher vogt stein jaeger
otto1 sommer1 gross seidel heinrich brandt haas schreiber graf schulte dietrich ziegler kuhn kuehn pohl engel horn busch
bergmann voigt sauer arnold wolff pfeiffer red blue green1 black1 white1 pink brown1 gray1 grey violet1 indigo turquoise
scarlet crimson rot blau gruen schwarz1 weiss1 gelb rouge bleu vert noir blanc jaune rojo azul verde negro blanco rosso
nero bianco rainbow sunset sunrise moon moonlight moonshine sun star stars starlight stardust galaxy universe cosmos
planet earth mars venus saturn jupiter neptune mercury pluto apollo zeus hera athena ares hermes poseidon hades odin
loki freya ocean sea beach island wave waves surf surfer surfing sand water fire ice snow snowball snowman snowflake
rain rainy storm stormy thunder lightning wind cloud clouds sky skyline1 mountain mountains river1 lake forest tree trees
garden rose2 tulip lotus lavender sunflower lilac orchid daffodil marigold magnolia clover shamrock willow oak maple1
cherry apple apples banana bananas mango peach peaches pear grape grapes lemon lime strawberry blueberry raspberry
blackberry coconut kiwi melon watermelon pineapple tomato potato carrot onion pumpkin spinach broccoli mushroom cheese
butter bread toast bacon sausage ham burger hamburger hotdog pizza pasta spaghetti noodles lasagna taco tacos burrito
nacho salsa sushi rice curry chicken1 steak chips fries popcorn candy chocolate caramel vanilla cinnamon sugar honey
honeybee honeybun sweet sweetie sweetheart sweetpea sweets cupcake muffin pancake waffle brownie donut icecream snickers
skittles twix kitkat nutella oreo pepsi cocacola coke sprite fanta drpepper mountaindew redbull monster coffee espresso
latte mocha tea beer budweiser heineken corona guinness wine whiskey vodka tequila rum jackdaniels smirnoff marlboro
camel1 newport cigar weed ganja marijuana cannabis stoner 420 smoke smoker baby babyboy babygirl babe babes baby1 boy boys
girl girls man men woman women lady ladies gentleman king1 queen prince princess1 duke duchess knight knights soldier
warrior samurai ninja pirate pirates viking1 gladiator spartan spartans trojan legend hero heroes champion champ winner
loser player playboy gangster gangsta thug pimp boss bigboss chief captain colonel general major sergeant private
officer police sheriff marshal agent spy james007 jamesbond bond007 007 matrix neo trinity1 morpheus terminator robocop
predator alien aliens rambo rocky godfather scarface tonymontana joker batgirl catwoman wonderwoman supergirl superstar
rockstar popstar movie movies music musica guitar guitarra bass drums drummer piano violin trumpet saxophone flute singer
dancer dance dancing ballet salsa1 tango disco techno house trance rave rock rocknroll metal heavymetal metallica
megadeth slayer ironmaiden blacksabbath acdc nirvana pearljam greenday blink182 linkinpark slipknot korn rammstein tool
eminem tupac 2pac biggie snoopdogg drake kanye beyonce rihanna madonna britney shakira adele taylor1 ladygaga bieber
beatles rollingstones ledzeppelin pinkfloyd queen1 u2 oasis radiohead coldplay elvis johnlennon bobmarley marley reggae
rasta jamaica africa asia europe europa world hello hello1 hellokitty hi hey howdy goodbye bye aloha hola bonjour ciao
hallo moin servus gruezi salut salam namaste sayonara sweden norway denmark finland iceland poland czech hungary romania
bulgaria greece turkey1 russia ukraine serbia croatia slovenia slovakia switzerland austria belgium holland netherlands
portugal spain italy britain china japan korea india pakistan vietnam thailand philippines indonesia malaysia egypt
morocco nigeria kenya ghana argentina chile peru colombia venezuela ecuador bolivia cuba puertorico family familia
familie mother mom mommy mama mum father dad daddy papa brother sister son daughter grandma grandpa oma opa nana uncle
aunt cousin husband wife friend friends bestfriend buddy pal mate honey1 darling dear angel1 precious beautiful pretty
gorgeous handsome cute cutie cutiepie hottie hot sexy sex sexsex xxx porn fuck fucker fuckyou fuckme fuckoff fuckit
shit shithead bullshit bitch bitches asshole bastard damn dammit pussy dick cock penis boobs tits booty butthead
butthole crap poop pooper stupid idiot moron dumbass dork nerd geek freak weirdo crazy psycho insane mad angry happy
happiness smile smiley smiles laugh funny silly goofy lucky lucky7 lucky13 luck fortune destiny karma fate dream dreams
dreamer magic magical wizard witch hogwarts harrypotter dumbledore voldemort hermione gandalf frodo bilbo legolas
aragorn gollum hobbit mordor skywalker darthvader vader yoda luke1 leia hansolo chewbacca r2d2 jedi sith kirk spock
picard enterprise gundam pikachu1 charizard sasuke sakura itachi luffy vegeta gohan onepiece bleach inuyasha sailormoon
hellboy wolverine deadpool xmen magneto venom gotham metropolis garfield snoopy charlie charliebrown peanuts mickey
minnie mickeymouse donald donaldduck goofy1 pluto1 bambi simba nemo dory shrek stitch lilo tinkerbell peterpan aladdin
jasmine1 ariel belle cinderella snowwhite elsa frozen winniepooh winnie pooh eeyore piglet scooby scoobydoo shaggy
bugsbunny tweety sylvester daffy popeye homer homersimpson bart bartsimpson simpsons southpark cartman kenny familyguy
stewie spongebob patrick1 squidward barney elmo kermit muppet barbie lego transformers optimus megatron bumblebee1 thor1
computer computers laptop desktop keyboard mouse1 monitor printer internet network server system software hardware
windows windows7 windows10 microsoft linux ubuntu debian redhat apple1 macbook macintosh iphone ipad android samsung
galaxy1 nokia motorola blackberry1 sony dell lenovo thinkpad hewlett packard ibm intel pentium cisco oracle google yahoo
gmail hotmail facebook twitter instagram snapchat tiktok youtube netflix amazon ebay paypal myspace linkedin skype
whatsapp discord steam twitch reddit wikipedia github gitlab docker kubernetes python1 java javascript html css mysql
database security secure access backup recovery helpdesk support service servicedesk ticket tickets office work worker
working job business company manager director president secretary teacher student school college university class
graduate science physics chemistry biology math maths history english spanish french german italian doctor nurse medical
hospital health pharmacy lawyer engineer pilot airplane aviation boeing airbus flying aircraft helicopter rocket space
nasa shuttle army navy marines airforce military usmc semperfi veteran soldier1 sniper rifle pistol gun guns bullet
bullets shotgun trigger weapon weapons bomb bomber war peace love1 lovelife mylove mybaby mylife myself me you us money
cash dollar dollars euro gold golden1 silver1 diamond1 diamonds rich richie million millionaire billion bank casino poker
blackjack jackpot vegas1 dice cards ace aces king2 golf golfer golfing tennis volleyball softball lacrosse rugby cricket
boxing boxer wrestling wrestler karate judo taekwondo kungfu ninja1 brucelee chucknorris undertaker johncena hulkhogan
skate skater skateboard snowboard skiing skier swim swimmer swimming runner running marathon bike biker bicycle cycling
climber hiking camping hunting archery bowling billiards snooker darts chess gymnast cheerleader cheer coach team sports
sport victory win winning champions number1 numberone first best thebest thebomb awesome amazing great perfect super
superfly superb cool coolman coolguy coolgirl cooldude dude rad sick wicked extreme power powerful strong strength
energy force titan atlas hercules samson goliath giant big bigdaddy bigdog bigman biggie1 large little small tiny mini
shorty fat fatboy fatcat skinny slim slimshady tall old oldman new newlife newyear young1 baby2 kid kids kiddo child
children teen teenager adult alpha beta gamma delta omega sigma epsilon alpha1 bravo charlie1 echo foxtrot hotel india1
juliet kilo lima mike november1 oscar1 papa1 quebec romeo sierra tango1 uniform victor whiskey1 xray yankee zulu one two
three four five six seven eight nine ten eleven twelve twenty hundred thousand eins zwei drei vier fuenf sechs sieben
acht neun zehn uno dos tres cuatro cinco seis siete ocho nueve diez un deux trois quatre cinq sept huit neuf dix zero
null nothing nada something anything everything nobody somebody everybody noone anyone unknown anonymous mystery
stranger hacker hackers hack hacked cracker phreak cyber cyberpunk digital virtual robot robots android1 cyborg machine
laser atomic nuclear radio television telephone phone mobile cellphone camera photo picture video audio stereo speaker
window door house1 home homeless sweethome hotel1 castle palace tower bridge street road highway route66 avenue city town
village country county state nation republic empire kingdom island1 paradise eden utopia atlantis avalon camelot excalibur
merlin arthur1 lancelot guinevere robinhood maverick iceman goose1 topgun viper1 cobra1 python2 venom1 toxic poison acid
biohazard zombie zombies vampire vampires dracula werewolf twilight edward1 bella jacob1 ghost ghosts ghostrider casper
skull skulls skeleton bones death deathnote dead deadman die killme kill kill3r murder slayer1 buffy angelus spike blood
bloody dark darkness darkangel darkside night nightmare nightwolf midnight twilight1 shadow1 shadows eclipse lunar luna
solar sol sole nova supernova comet meteor orion sirius andromeda cassiopeia lyra vega polaris northstar gemini leo1 virgo
libra scorpio sagittarius capricorn aquarius pisces aries taurus cancer zodiac tarot crystal2 opal pearl emerald sapphire
amethyst topaz garnet amber1 jade1 onyx platinum titanium copper bronze iron steel metal1 chrome carbon marble granite
stone1 rocky1 rocks pebbles sandy dusty rusty lucky1 scruffy patches spot buddy1 bailey1 max1 rex rover fido lassie toto
snuggles fluffy muffin1 mittens whiskers socks boots smokey smoky shadow2 midnight1 oreo1 pepper1 salt sugar1 spice
cocoa coco mocha1 peaches1 pumpkin1 biscuit brandy whisky ginger1 jasper toby cody jake duke1 bear1 bandit rascal sparky
rocket1 harley1 chance chase scout hunter3 ranger1 tucker1 murphy1 riley casey sadie sophie1 chloe2 lola roxy zoey1 ellie
abby gracie coco1 stella dixie missy princess2 angel2 baby3 honey2 precious1 penny nickel dime quarter buck bucks deer1
fallout skyrim oblivion morrowind witcher geralt masseffect shepard assassin assassins creed ezio callofduty battlefield
counterstrike csgo dota leagueoflegends overwatch valorant apex pubg wow horde alliance orc elf paladin rogue warlock
mage priest druid shaman deathknight monk hunter4 necromancer sorcerer barbarian amazon1 crusader templar dungeon dragons
dragonball dragon1 dragonfly firefly serenity browncoat stargate farscape galactica babylon doctorwho tardis dalek torchwood
sherlock watson1 moriarty holmes1 poirot columbo magnum macgyver ateam knightrider airwolf baywatch friends1 seinfeld cheers
frasier scrubs house2 lost heroes1 dexter breakingbad heisenberg walterwhite gameofthrones stark lannister targaryen
jonsnow khaleesi westeros winterfell winteriscoming dracarys walkingdead strangerthings peakyblinders lacasadepapel
sommer2 urlaub ferien strand sonne mond stern sterne himmel hoelle engel1 teufel gott liebe lieben schatz schatzi hase
hasi maus mausi mausebaer baer baerchen katze kater hund hunde pferd pferde vogel1 fisch blume blumen rose3 baum wald
wasser feuer erde luft berg meer fluss haus garten auto fussball handball tennis1 schalke04 bvb09 fcbayern hsv
werderbremen fckoeln eintracht stpauli hertha union sankt soleil lune etoile amour jetaime chouchou doudou loulou
coucou poussin chaton chat chien cheval oiseau poisson fleur marseille lyon toulouse bordeaux lille nantes strasbourg
nice rennes montpellier psg olympique amor teamo tequiero mivida miamor corazon cielo estrella sol1 luna1 playa mar
montana1 gato perro caballo pajaro bonita hermosa guapa princesa reina rey dios jesucristo santa maria1 virgen angeles
amore tiamo vita mia1 stella1 sole1 mare montagna gatto cane cavallo bella1 ciao1 principessa inter1908 forzaroma lazio
fiorentina sampdoria genoa bologna parma palermo catania liefde schatje lieverd poes hond paard vogel2 vis bloem zon maan
ster zomer herfst lente vakantie voetbal oranje amsterdam1 rotterdam utrecht eindhoven kochanie milosc polska slonko
kotek misiek myszka legia warszawa krakow krokodil matrioska lubov privet moskva spartak zenit lokomotiv dinamo
thisisapassword thisismypassword mypassword mypass yourpassword ourpassword nopassword
thepassword newpassword oldpassword passwordpassword password123456789 passwordisapassword iforgotmypassword
forgotpassword idontknow dontknow donotenter keepout openup opensesame sesame openthedoor abracadabra hocuspocus
supercalifragilisticexpialidocious antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis
onceuponatime happilyeverafter thequickbrownfox thequickbrownfoxjumpsoverthelazydog quickbrownfox lazydog loremipsum
loremipsumdolorsitamet tobeornottobe tobeornottobethatisthequestion hellothere helloworld goodmorning goodnight
goodafternoon howareyou iamthebest iamthegreatest iamgod iamyourfather maytheforcebewithyou liveandletlive livelaughlove
liveyourlife carpediem hakunamatata yolo nevergiveup neverforget neverland believe believeinyourself believeinme
followyourdreams dreambig stayhungry staystrong bekind justdoit yeswecan letsgo letitbe letitgo dontworrybehappy
allyouneedislove ilovemyfamily ilovemymom ilovemydog ilovemycat ilovemywife ilovemyhusband ilovemykids ilovemylife
ilovemusic ilovefootball ilovepizza ilovechocolate ilovejesus jesuslovesme jesusislord jesussaves godislove godblessyou
godblessamerica ingodwetrust praisethelord thankyou thankyoujesus thankgod pleaseletmein letmeinplease letmeinnow
whatisthis whatsup whatthefuck whatthehell whoami whocares whoareyou nevermind neveragain someday sunshine1 mysunshine
youaremysunshine twinkletwinklelittlestar marryhadalittlelamb humptydumpty jackandjill rockabyebaby merrychristmas
christmas xmas santaclaus santa1 rudolph frosty jinglebells happynewyear happybirthday birthday halloween thanksgiving
easter valentine valentines summer2020 summer2021 summer2022 summer2023 summer2024 summer2025 summer2026 winter2020
winter2021 winter2022 winter2023 winter2024 winter2025 winter2026 spring2024 spring2025 spring2026 autumn2024 autumn2025
autumn2026 sommer2024 sommer2025 sommer2026 herbst2025 herbst2026 covid covid19 corona2020 pandemic lockdown quarantine
`
