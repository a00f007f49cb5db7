import { type Opinion, opinionsOn } from './opinion.ts';

/** What people say about paying, waiting and being served. */
export const visitOpinions: readonly Opinion[] = [
  ...opinionsOn('price', 'good', [
    ['價格平實，學生也負擔得起。', '値段が手頃で学生でも通える。', 'Prices are modest and students can afford it.'],
    [
      '午間套餐划算，附湯和小菜。',
      'ランチセットは汁物と小鉢付きでお得だ。',
      'The lunch set is good value with soup and a side included.',
    ],
    [
      '以這個地段來說，CP 值很高。',
      'この立地にしてはコストパフォーマンスが高い。',
      'For this part of town it is a bargain.',
    ],
  ]),
  ...opinionsOn('price', 'bad', [
    [
      '近一年漲價兩次，有人覺得不再划算。',
      'この一年で二度値上げがあり、割高に感じる人もいる。',
      'Prices went up twice within a year and some no longer find it worth it.',
    ],
    [
      '只收現金，而且另加一成服務費。',
      '現金のみで、さらに一割のサービス料がかかる。',
      'It is cash only, with ten per cent service added on top.',
    ],
    [
      '單點偏貴，兩個人很容易超過預算。',
      '単品は高めで、二人だとすぐ予算を超える。',
      'Ordering à la carte is expensive and two people soon pass their budget.',
    ],
  ]),
  ...opinionsOn('queue', 'good', [
    ['平日下午幾乎不用排隊。', '平日の午後はほとんど並ばない。', 'On weekday afternoons there is hardly any queue.'],
    [
      '翻桌很快，排隊人龍看起來長但前進迅速。',
      '回転が速く、列が長く見えてもすぐ進む。',
      'Tables turn fast, so the line looks longer than the wait really is.',
    ],
    [
      '可以線上抽號，到了附近再過來就好。',
      'オンラインで整理券が取れるので、待たずに済む。',
      'Numbers can be drawn online, which spares the waiting in line.',
    ],
  ]),
  ...opinionsOn('queue', 'bad', [
    [
      '假日用餐時間要排上一個小時。',
      '休日の食事時は一時間ほど並ぶ。',
      'At weekends the wait is about an hour at mealtimes.',
    ],
    [
      '不接受訂位，晚到只能在路邊等。',
      '予約ができず、遅く着くと外で待つことになる。',
      'No reservations are taken and latecomers wait on the pavement.',
    ],
    [
      '出餐很慢，入座後又等了四十分鐘。',
      '料理が出るのが遅く、着席後さらに四十分待った。',
      'The kitchen is slow and some waited another forty minutes at the table.',
    ],
  ]),
  ...opinionsOn('service', 'good', [
    [
      '店員親切，會主動介紹菜色。',
      '店員が親切で、料理を進んで説明してくれる。',
      'The staff are kind and explain the menu without being asked.',
    ],
    [
      '老闆記得熟客，常招待一碟小菜。',
      '店主が常連を覚えていて、小皿をサービスしてくれる。',
      'The owner remembers regulars and often brings a small dish on the house.',
    ],
    [
      '有日文和英文菜單，外國旅客點餐沒問題。',
      '日本語と英語のメニューがあり、旅行者でも注文しやすい。',
      'Menus in Japanese and English make ordering easy for travellers.',
    ],
    [
      '上菜時會細心更換餐盤，服務到位。',
      '料理ごとに皿を替えてくれて気配りが行き届いている。',
      'Plates are changed between courses and service is attentive.',
    ],
  ]),
  ...opinionsOn('service', 'bad', [
    [
      '店員態度冷淡，問問題愛理不理。',
      '店員の態度が冷たく、質問にもあまり答えてくれない。',
      'Staff can be cold and barely answer questions.',
    ],
    [
      '尖峰時段送錯餐，也沒有道歉。',
      '混雑時に注文を間違えられ、謝罪もなかった。',
      'At busy hours orders went to the wrong table without an apology.',
    ],
    [
      '人手不足，桌子常常沒有立刻收拾。',
      '人手が足りず、テーブルがなかなか片付かない。',
      'They are short of hands and tables stay uncleared for long.',
    ],
  ]),
];
