import { type Opinion, opinionsOn } from './opinion.ts';

/** What people say about the room, the company that it suits, and what to know before going. */
export const placeOpinions: readonly Opinion[] = [
  ...opinionsOn('atmosphere', 'good', [
    [
      '老屋改建，木頭座位溫暖又好拍照。',
      '古民家を改装した店内は木の温もりがあり写真映えする。',
      'The restored old house with its wooden seats is warm and photogenic.',
    ],
    [
      '環境安靜，桌距寬，適合聊天。',
      '静かで席の間隔が広く、話しやすい。',
      'The room is quiet with wide gaps between tables, good for talking.',
    ],
    [
      '靠窗座位可以看到巷子裡的大樹。',
      '窓際の席からは路地の大木が見える。',
      'Window seats look onto the big tree in the lane.',
    ],
    [
      '店裡整潔明亮，廁所也很乾淨。',
      '店内は明るく清潔で、お手洗いもきれいだ。',
      'The place is bright and clean, the toilets included.',
    ],
  ]),
  ...opinionsOn('atmosphere', 'bad', [
    [
      '店內很吵，講話得用喊的。',
      '店内が騒がしく、声を張らないと会話ができない。',
      'It gets so loud inside that people have to shout.',
    ],
    [
      '座位擁擠，背包只能抱在腿上。',
      '席が狭く、荷物は膝の上に置くしかない。',
      'Seats are cramped and bags end up on the lap.',
    ],
    [
      '冷氣不強，夏天吃得滿頭大汗。',
      '冷房が弱く、夏は汗だくになる。',
      'The air conditioning is weak and summer meals are a sweat.',
    ],
    [
      '通風不好，離開後衣服都是油煙味。',
      '換気が悪く、服に油のにおいが付く。',
      'Ventilation is poor and clothes smell of frying afterwards.',
    ],
  ]),
  ...opinionsOn('suits', 'good', [
    [
      '適合一家大小，備有兒童椅。',
      '子ども用の椅子があり、家族連れに向いている。',
      'It suits families, with high chairs at hand.',
    ],
    [
      '一個人用餐也自在，有吧台座位。',
      'カウンター席があり、一人でも入りやすい。',
      'Solo diners feel at ease at the counter seats.',
    ],
    [
      '適合約會，燈光柔和。',
      '照明が柔らかく、デートに向いている。',
      'Soft lighting makes it a good choice for a date.',
    ],
    [
      '同事聚餐首選，有大圓桌。',
      '大きな円卓があり、職場の集まりに選ばれている。',
      'Groups of colleagues like the large round tables.',
    ],
    [
      '深夜還開著，適合宵夜。',
      '夜遅くまで開いていて、夜食に重宝する。',
      'It stays open late and suits a midnight bite.',
    ],
  ]),
  ...opinionsOn('suits', 'bad', [
    [
      '樓梯陡，不太適合推嬰兒車或行動不便的人。',
      '階段が急で、ベビーカーや足の悪い人には向かない。',
      'The stairs are steep, so it does not suit prams or guests with walking trouble.',
    ],
    [
      '素食選擇很少，吃素的人要先問清楚。',
      'ベジタリアン向けの料理が少なく、事前に確認したほうがよい。',
      'Vegetarian choices are few, so it does not suit those who eat no meat.',
    ],
  ]),
  ...opinionsOn('tips', 'good', [
    [
      '建議開店前十分鐘到，通常能坐第一輪。',
      '開店十分前に着けば一巡目に座れることが多い。',
      'Arrive ten minutes before opening to get into the first seating.',
    ],
    [
      '週一公休，出發前最好先看公告。',
      '月曜定休なので、出かける前に告知を確認するとよい。',
      'It is closed on Mondays, so check the notice before setting out.',
    ],
    [
      '附近停車不易，搭捷運走過來比較方便。',
      '近くは駐車しにくいので、電車で来るほうが便利だ。',
      'Parking nearby is hard, so coming by metro is easier.',
    ],
    [
      '記得自己加桌上的辣油，味道會更好。',
      '卓上のラー油を少し足すとさらにおいしくなる。',
      'Add a little of the chilli oil on the table, it lifts everything.',
    ],
    [
      '可以請店家少冰少糖，飲料才不會太甜。',
      '飲み物は甘さ控えめと頼むとちょうどよい。',
      'Ask for less sugar in the drinks or they come very sweet.',
    ],
    [
      '外帶可以先打電話，省下等待時間。',
      '持ち帰りは電話で頼んでおくと早い。',
      'Phone ahead for takeaway and skip the counter.',
    ],
  ]),
];
