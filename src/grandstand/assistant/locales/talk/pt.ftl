### What the assistant says in this language; en.ftl explains the messages.

help = Conheço o programa, o direto, os resultados, as medalhas, os atletas, os recordes e o tempo nestes Jogos, as regras e como chegar aos recintos, sempre com a fonte. Também mostro repetições e desenho tabelas e gráficos.
help-acts = Também lhe digo o que ainda pode ganhar, abro os seus envelopes vermelhos, uso os seus vales, acompanho os seus pedidos e ajudo a convidar amigos.
greeting = Olá! O que quer saber sobre os Jogos?
thanks = De nada.
out-of-scope = Não tenho fonte para isso, por isso não vou adivinhar. Pergunte-me sobre o programa, os resultados, as medalhas, os atletas e as regras destes Jogos, ou sobre os seus envelopes, vales e pedidos.
smalltalk = Sou o assistente destes Jogos, um programa sem sentimentos nem opiniões, mas sempre com gosto em ajudar. Pergunte-me o que quiser sobre os Jogos.

suggest-live = O que está em direto agora?
suggest-today = O que há hoje no programa?
suggest-table = Mostra-me o quadro de medalhas
suggest-missed = O que perdi?
suggest-win = O que ainda posso ganhar?
suggest-order = Pede-me um chá com leite
suggest-plot = Desenha as medalhas por dia
