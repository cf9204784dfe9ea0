// The shortcodes people and apps use most; others stay readable as :their_name:.

const LIST = `
smile 😄 smiley 😃 grinning 😀 grin 😁 joy 😂 slightly_smiling_face 🙂 wink 😉 blush 😊 heart_eyes 😍 sunglasses 😎 thinking_face 🤔
neutral_face 😐 cry 😢 sob 😭 angry 😠 scream 😱 sweat_smile 😅 sleeping 😴 zzz 💤 exploding_head 🤯 partying_face 🥳 see_no_evil 🙈
wave 👋 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 ok_hand 👌 point_right 👉 point_left 👈
point_up ☝️ point_down 👇 raised_hand ✋ eyes 👀 heart ❤️ broken_heart 💔 fire 🔥 sparkles ✨ star ⭐ tada 🎉 confetti_ball 🎊
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_multiplication_x ✖️
warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 rotating_light 🚨 exclamation ❗ question ❓ grey_question ❔
information_source ℹ️ bulb 💡 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 speech_balloon 💬 drum_with_drumsticks 🥁 musical_note 🎵
rocket 🚀 ship 🚢 package 📦 hammer 🔨 hammer_and_wrench 🛠️ wrench 🔧 gear ⚙️ link 🔗 lock 🔒 unlock 🔓 key 🔑 mag 🔍
hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ clock1 🕐 clock3 🕒 clock9 🕘 calendar 📅 date 📅
spiral_calendar_pad 🗓️ pushpin 📌 round_pushpin 📍 paperclip 📎 memo 📝 pencil ✏️ pencil2 ✏️ clipboard 📋 page_facing_up 📄
file_folder 📁 open_file_folder 📂 books 📚 bookmark 🔖 bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_forward ▶️ arrow_backward ◀️ fast_forward ⏩ rewind ⏪
arrows_counterclockwise 🔄 repeat 🔁 twisted_rightwards_arrows 🔀 leftwards_arrow_with_hook ↩️ double_vertical_bar ⏸️ pause_button ⏸️
black_square_for_stop ⏹️ red_circle 🔴 large_orange_circle 🟠 orange_circle 🟠 large_yellow_circle 🟡 yellow_circle 🟡
large_green_circle 🟢 green_circle 🟢 large_blue_circle 🔵 blue_circle 🔵 purple_circle 🟣 white_circle ⚪ black_circle ⚫
large_green_square 🟩 large_yellow_square 🟨 large_red_square 🟥 large_blue_square 🟦 white_large_square ⬜ black_large_square ⬛
white_square_button 🔳 black_square_button 🔲 small_blue_diamond 🔹 small_orange_diamond 🔸 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣
six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 zero 0️⃣ 100 💯 busts_in_silhouette 👥 bust_in_silhouette 👤 robot_face 🤖
construction 🚧 traffic_light 🚦 checkered_flag 🏁 triangular_flag_on_post 🚩 trophy 🏆 shield 🛡️ bug 🐛 ghost 👻 coffee ☕
pizza 🍕 sunny ☀️ cloud ☁️ zap ⚡ snowflake ❄️ earth_africa 🌍 globe_with_meridians 🌐 computer 💻 iphone 📱 email 📧 envelope ✉️
inbox_tray 📥 outbox_tray 📤 wastebasket 🗑️ recycle ♻️ new 🆕 ok 🆗 up 🆙 soon 🔜 back 🔙 test_tube 🧪 microscope 🔬 seedling 🌱
palm_tree 🌴 house 🏠 office 🏢 factory 🏭 moneybag 💰 credit_card 💳 gift 🎁 art 🎨 art 🎨 thread 🧵 label 🏷️ ticket 🎫
`;
const words = LIST.trim().split(/\s+/);
const EMOJI = new Map();
for (let at = 0; at + 1 < words.length; at += 2) EMOJI.set(words[at], words[at + 1]);

export const emojiOf = (name) => EMOJI.get(name) || null;

/** Replace known shortcodes in plain text. */
export function withEmoji(text) {
  return String(text ?? "").replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI.get(name) || whole);
}
